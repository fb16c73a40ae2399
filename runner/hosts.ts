/**
 * Matches the `Host` header of a request that names this machine. Other sites cannot use these names: a site whose name
 * is led here (DNS rebinding) uses its own.
 */
export const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/
