/** What the client says of itself to Meta: the version of the Graph API that it speaks, its own name, and its language. */

/**
 * The newest version whose documents the calls were compared with; Meta serves it until 29 July 2028 (Graph changelog).
 * v26.0 (Meta's blog of 29 July 2026) and v27.0 (4 November 2026) bring these calls nothing: what v26.0 removes – requests
 * with several ids, other date formats, method overrides, field aliases, JSONP, asynchronous batches – no call uses, and it
 * is gone from every version since 27 October 2026. PORTDESK_GRAPH_VERSION takes another.
 */
export const graphVersion = "v25.0";

/** In the form that Meta's OpenAPI v23.0 asks for: a name and a version of three numbers. */
export const userAgent = "Portdesk/0.1.0";

/** Without it the texts of errors come in the account's language, and meanings that are told by a text alone are lost. */
export const locale = "en_US";
