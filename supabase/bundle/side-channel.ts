/**
 * Takes the place of the package side-channel in the browser: with its polyfills and object-inspect that one weighs
 * 9 KB to give qs, which Refine uses for addresses, what every browser has. qs names objects only and asserts nothing.
 */
const createSideChannel = (): WeakMap<object, unknown> => new WeakMap();

// The name under which `require` takes the function itself.
export { createSideChannel as "module.exports" };
