/** What the sandbox takes unless it is told otherwise. */
export const SANDBOX_ACCESS_TOKEN = 'sandbox-access-token'
export const SANDBOX_PIXEL_CODE = 'SANDBOXPIXEL'
