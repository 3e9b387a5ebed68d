/** Takes the place of files that no function calls. Calling something of them would be a TypeError. */
export {};
