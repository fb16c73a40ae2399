/** The token and the pixel code that the sandbox accepts by default. */
export const SANDBOX_ACCESS_TOKEN = 'sandbox-access-token'
export const SANDBOX_PIXEL_CODE = 'SANDBOXPIXEL'
