/** The pool alone. The whole package would be 400 kB in the bundle of the sender. */
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';
  export default Pool;
}
