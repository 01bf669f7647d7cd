/** A pen with the verbs of a canvas that writes SVG instead, for the export. */

/** @param {string} text @returns {string} */
function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
}

const ANCHORS = /** @type {Record<string, string>} */ ({ left: "start", start: "start", center: "middle", right: "end", end: "end" });

export class SvgPen {
  /** @param {number} width @param {number} height in pixels */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    /** @type {string[]} */
    this.parts = [];
    this.fillStyle = /** @type {any} */ ("#000");
    this.strokeStyle = /** @type {any} */ ("#000");
    this.lineWidth = 1;
    this.globalAlpha = 1;
    this.font = "12px sans-serif";
    this.textAlign = /** @type {any} */ ("left");
    this.textBaseline = /** @type {any} */ ("alphabetic");
    /** @type {number[]} */
    this.dash = [];
    this.path = "";
    this.offset = [0, 0];
    /** @type {number[][]} */
    this.offsets = [];
  }

  save() {
    this.offsets.push([...this.offset]);
  }

  restore() {
    this.offset = this.offsets.pop() ?? [0, 0];
  }

  /** @param {number} x @param {number} y */
  translate(x, y) {
    this.offset = [this.offset[0] + x, this.offset[1] + y];
  }

  /** @param {number} x @param {number} y @returns {string} */
  at(x, y) {
    return `${(x + this.offset[0]).toFixed(2)} ${(y + this.offset[1]).toFixed(2)}`;
  }

  beginPath() {
    this.path = "";
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.path += `M${this.at(x, y)}`;
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.path += `L${this.at(x, y)}`;
  }

  /** @param {number} cx @param {number} cy @param {number} x @param {number} y */
  quadraticCurveTo(cx, cy, x, y) {
    this.path += `Q${this.at(cx, cy)} ${this.at(x, y)}`;
  }

  /** A whole circle; parts of one are not needed. @param {number} x @param {number} y @param {number} radius
   * @param {number} _from @param {number} _to */
  arc(x, y, radius, _from, _to) {
    const r = radius.toFixed(2);
    this.path += `M${this.at(x - radius, y)}A${r} ${r} 0 1 1 ${this.at(x + radius, y)}A${r} ${r} 0 1 1 ${this.at(x - radius, y)}Z`;
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height @param {number} [_round] drawn square */
  roundRect(x, y, width, height, _round) {
    this.path += `M${this.at(x, y)}H${(x + width + this.offset[0]).toFixed(2)}V${(y + height + this.offset[1]).toFixed(2)}`
      + `H${(x + this.offset[0]).toFixed(2)}Z`;
  }

  closePath() {
    this.path += "Z";
  }

  /** @param {number[]} dash */
  setLineDash(dash) {
    this.dash = dash;
  }

  fill() {
    this.parts.push(`<path d="${this.path}" fill="${this.fillStyle}" fill-opacity="${this.globalAlpha}"/>`);
  }

  stroke() {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    this.parts.push(`<path d="${this.path}" fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}"${dash}/>`);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    this.beginPath();
    this.roundRect(x, y, width, height);
    this.fill();
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    const font = /^(?:(\d+) )?(\d+)px (.*)$/.exec(this.font) ?? ["", "", "12", "sans-serif"];
    const weight = font[1] ? ` font-weight="${font[1]}"` : "";
    const baseline = this.textBaseline === "middle" ? ' dominant-baseline="central"' : "";
    const [px, py] = this.at(x, y).split(" ");
    this.parts.push(`<text x="${px}" y="${py}" font-family="${escaped(font[3])}" font-size="${font[2]}"${weight}`
      + ` text-anchor="${ANCHORS[this.textAlign] ?? "start"}"${baseline} fill="${this.fillStyle}">${escaped(text)}</text>`);
  }

  /** @param {string} title @returns {string} the file */
  file(title) {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" `
      + `viewBox="0 0 ${this.width} ${this.height}" role="img"><title>${escaped(title)}</title>\n${this.parts.join("\n")}\n</svg>\n`;
  }
}
