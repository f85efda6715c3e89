/** What the client tells Meta about itself: its version of the Graph API, its name, and its language. */

/**
 * The newest version whose documentation the calls were compared with; Meta serves it until 29 July 2028 (Graph
 * changelog). v26.0 (Meta's blog of 29 July 2026) and v27.0 (4 November 2026) change nothing for these calls: none of
 * them uses what v26.0 removes – requests with several ids, other date formats, method overrides, field aliases, JSONP,
 * asynchronous batches – and every version has lost that since 27 October 2026. PORTDESK_GRAPH_VERSION sets another.
 */
export const graphVersion = "v25.0";

/** In the form that Meta's OpenAPI v23.0 requires: a name and a version of three numbers. */
export const userAgent = "Portdesk/0.1.0";

/** Without it, error texts come in the account's language, and meanings that only the text shows are lost. */
export const locale = "en_US";
