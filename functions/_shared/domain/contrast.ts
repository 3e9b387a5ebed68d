/** WCAG 2 contrast of colours in the form `#rrggbb`. */

function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** From 1 (equal) to 21 (black on white). Text needs at least 4.5. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Moves the colour towards black or white, only as far as needed to be readable as text on the background. */
export function readableOn(colour: string, background: string): string {
  const goal = contrast('#000000', background) > contrast('#ffffff', background) ? 0 : 255;
  for (let share = 0; share < 1; share += 0.02) {
    const moved = channels(colour).map((channel) => Math.round(channel + (goal - channel) * share));
    const candidate = `#${moved.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
    if (contrast(candidate, background) >= 4.6) return candidate;
  }
  return goal === 0 ? '#000000' : '#ffffff';
}
