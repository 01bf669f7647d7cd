/** What the page uses of gifenc. */
type Palette = number[][];
type Frame = { palette?: Palette; delay?: number; dispose?: number; transparent?: boolean; transparentIndex?: number };
export function GIFEncoder(): {
  writeFrame(index: Uint8Array, width: number, height: number, frame?: Frame): void;
  finish(): void;
  bytes(): Uint8Array;
};
export function quantize(rgba: Uint8ClampedArray, colours: number): Palette;
export function applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array;
