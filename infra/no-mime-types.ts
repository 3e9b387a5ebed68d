/** Takes the place of nodemailer's table of 2,000 media types in the bundles. It is asked only for attached files. */
export const detectMimeType = () => 'application/octet-stream';
export const detectExtension = () => 'bin';
