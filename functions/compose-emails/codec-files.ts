/**
 * The WebAssembly files of the picture codecs. A bundle contains copies in `codecs/`; when run from source, they are
 * read from their packages.
 */
export const codecFiles = [
  '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
  '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm',
  '@jsquash/png/codec/pkg/squoosh_png_bg.wasm',
  '@jsquash/webp/codec/dec/webp_dec.wasm',
] as const;
