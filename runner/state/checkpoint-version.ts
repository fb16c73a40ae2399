/** Changes with the content of the file, and with the way files are cut into chunks. */
export const VERSION = 4
