/** RGBA, four bytes per pixel, row by row. */
export interface Pixels {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

/** For one axis: the source pixels that an output pixel covers, and how much of the first and of the last. */
function spans(from: number, to: number): { first: number; last: number; head: number; tail: number }[] {
  const step = from / to;
  return Array.from({ length: to }, (_, index) => {
    const start = index * step;
    const end = Math.min(start + step, from);
    const first = Math.floor(start);
    const last = Math.min(Math.ceil(end), from) - 1;
    return { first, last, head: first + 1 - start, tail: end - last };
  });
}

/**
 * Reduces a picture to at most `width` pixels, on a white background. Every output pixel is the mean of the area that
 * it covers, which gives no moiré and no ringing. Never enlarges.
 */
export function shrink(source: Pixels, width: number): Pixels {
  const target = Math.min(width, source.width);
  const height = Math.max(1, Math.round((source.height * target) / source.width));
  const data = new Uint8ClampedArray(target * height * 4);
  const columns = spans(source.width, target);
  let at = 0;
  for (const row of spans(source.height, height)) {
    for (const column of columns) {
      meanOf(source, column, row, data, at);
      at += 4;
    }
  }
  return { data, width: target, height };
}

type Span = ReturnType<typeof spans>[number];

const weightOf = (span: Span, index: number): number => {
  if (span.first === span.last) return span.head + span.tail - 1;
  if (index === span.first) return span.head;
  return index === span.last ? span.tail : 1;
};

function meanOf(source: Pixels, column: Span, row: Span, out: Uint8ClampedArray, at: number): void {
  const { data, width } = source;
  let red = 0;
  let green = 0;
  let blue = 0;
  let area = 0;
  for (let y = row.first; y <= row.last; y++) {
    const high = weightOf(row, y);
    for (let x = column.first; x <= column.last; x++) {
      const weight = high * weightOf(column, x);
      const pixel = (y * width + x) * 4;
      const opacity = (data[pixel + 3] ?? 255) / 255;
      const white = 255 * (1 - opacity);
      red += weight * ((data[pixel] ?? 0) * opacity + white);
      green += weight * ((data[pixel + 1] ?? 0) * opacity + white);
      blue += weight * ((data[pixel + 2] ?? 0) * opacity + white);
      area += weight;
    }
  }
  out[at] = red / area;
  out[at + 1] = green / area;
  out[at + 2] = blue / area;
  out[at + 3] = 255;
}
