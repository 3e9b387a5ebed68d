import { readFiles } from './read-files.ts';
import { serveReadings } from './serve-readings.ts';

// The process that strangers' files are read in, started by separate-reader.ts: bytes in, a reading out, no network,
// no credentials, nothing in its environment. It may be killed at any moment.
serveReadings(readFiles);
