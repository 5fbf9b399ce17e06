import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PAPER } from '@/lib/theme';

const css = readFileSync(new URL('../../src/app/globals.css', import.meta.url), 'utf8');

/** The hexadecimal colours of the palette, light and dark. */
const palette = Object.fromEntries(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** Relative luminance, WCAG 2.2. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

const GROUNDS = ['paper', 'raised', 'sunken'];
const pairs = (names: string[], grounds: string[]) =>
  names.flatMap((name) => grounds.map((on) => [name, on]));

describe.each(['light', 'dark'] as const)('the %s palette', (theme) => {
  const of = (name: string): string => palette[name]?.[theme] ?? '#000000';

  it.each([
    ...pairs(['ink', 'soft', 'faint', 'accent', 'danger', 'warn'], GROUNDS),
    ...pairs(['ink', 'soft'], ['accent-soft', 'danger-soft', 'warn-soft']),
    ['accent', 'accent-soft'],
    ['danger', 'danger-soft'],
    ['warn', 'warn-soft'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
  ])('text in %s can be read on %s (4.5 to 1)', (name = '', ground = '') => {
    expect(palette).toHaveProperty(name);
    expect(palette).toHaveProperty(ground);
    expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(['edge', 'accent'], GROUNDS))(
    'a border in %s can be seen on %s (3 to 1)',
    (name = '', ground = '') => {
      expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(3);
    },
  );

  it('what a phone draws around the page has the colour of the page', () => {
    expect(PAPER).toEqual(palette.paper);
  });
});
