/** Turns the server's packed states into numbers, by name. */

/** @typedef {import("./types.js").Worlds} Worlds */

/** @param {string} text base64 @returns {Uint8Array} */
function bytesOf(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
  return bytes;
}

/** Numbers from steps (state_encoding.py): of all worlds but the first the difference from the first, of each week that from the
 * week before, small ones first whatever their sign, all low bytes before all high ones.
 * @param {string} text base64 @param {number} worlds @param {number} weeks @param {boolean} wide of 16 bits
 * @returns {Uint16Array|Uint8Array} in order of world, whatever stands between, and week; they go round at their top */
export function numbersOf(text, worlds, weeks, wide) {
  const bytes = bytesOf(text);
  const count = wide ? bytes.length / 2 : bytes.length;
  const numbers = wide ? new Uint16Array(count) : new Uint8Array(count);
  for (let at = 0; at < count; at += 1) {
    const folded = bytes[at] + (wide ? 256 * bytes[count + at] : 0);
    numbers[at] = (at % (weeks + 1) ? numbers[at - 1] : 0) + ((folded >> 1) ^ -(folded & 1));
  }
  const each = count / worlds;
  for (let at = each; at < count; at += 1) numbers[at] += numbers[at % each];
  return numbers;
}

/** The states of one kind of carrier, in order of world, field, entity, week: value = low + number · (high − low) / top; one
 * above the top stands for none. The numbers are of 16 bits where they are read, and bytes where they are only drawn. */
export class Grid {
  /** @param {string} text @param {import("./types.js").Field[]} fields @param {number} worlds @param {number} weeks @param {number} count
   * @param {boolean} [wide] of 16 bits */
  constructor(text, fields, worlds, weeks, count, wide = false) {
    this.numbers = numbersOf(text, worlds, weeks, wide);
    this.fields = fields;
    this.weeks = weeks;
    this.count = count;
  }

  /** @param {string} name @returns {number} the field's row, −1 if there is none */
  row(name) {
    return this.fields.findIndex((field) => field.name === name);
  }

  /** @param {number} world @param {number} row @param {number} week whole @param {number} entity @returns {number} NaN if missing */
  at(world, row, week, entity) {
    if (row < 0) return NaN;
    const place = ((world * this.fields.length + row) * this.count + entity) * (this.weeks + 1) + week;
    const number = this.numbers[place];
    const { low, high, top } = this.fields[row];
    return number === undefined || number > top ? NaN : low + (number * (high - low)) / top;
  }

  /** Between two weeks, so that play is smooth; where one of them is missing, the week that has begun counts.
   * @param {number} world @param {number} row @param {number} clock @param {number} entity @returns {number} */
  between(world, row, clock, entity) {
    const week = Math.floor(clock);
    const now = this.at(world, row, week, entity);
    if (clock === week || week >= this.weeks) return now;
    const next = this.at(world, row, week + 1, entity);
    return Number.isNaN(next) || Number.isNaN(now) ? now : now + (next - now) * (clock - week);
  }
}

/** The part of a field's range that the run uses, in tenths of the range and no less than two of them: so that colours differ.
 * @param {Grid} grid @param {import("./types.js").Field} field @param {number} worlds @returns {import("./types.js").Field} */
function usedRange(grid, field, worlds) {
  const row = grid.row(field.name);
  const { top } = field;
  let [least, most] = [top, 0];
  const size = (grid.weeks + 1) * grid.count;
  for (let world = 0; world < worlds; world += 1) {
    const from = (world * grid.fields.length + row) * size;
    for (let at = from; at < from + size; at += 1) {
      const number = grid.numbers[at];
      if (number > top) continue;
      if (number < least) least = number;
      if (number > most) most = number;
    }
  }
  if (most < least) return field;
  let [low, high] = [Math.floor((10 * least) / top), Math.ceil((10 * most) / top)];
  if (high - low < 2) [low, high] = low > 8 ? [8, 10] : [low, low + 2];
  const part = (field.high - field.low) / 10;
  return { ...field, low: field.low + low * part, high: field.low + high * part };
}

/** @param {import("./types.js").SentMeasure} measure @param {number} worlds @param {number} weeks
 * @returns {(number|null)[][]} one row for each world, null where missing */
function unpackMeasure(measure, worlds, weeks) {
  const words = numbersOf(measure.values, worlds, weeks, true);
  const { top } = measure;
  const rows = [];
  for (let world = 0; world < worlds; world += 1) {
    const row = [];
    for (let week = 0; week <= weeks; week += 1) {
      const word = words[world * (weeks + 1) + week];
      const value = measure.low + (word * (measure.high - measure.low)) / top;
      const whole = measure.count && Math.abs(value - Math.round(value)) <= (measure.high - measure.low) / top; // packed, a hair off
      row.push(word > top ? null : whole ? Math.round(value) : value);
    }
    rows.push(row);
  }
  return rows;
}

/** @typedef {{name: string, display: string, unit: string, low: number, high: number, good: string, users: boolean,
 *   smallest: number, count: boolean, subject: string, who: string, did: string, measure?: string, week?: number, pair?: number[], leader?: number, rows: (number|null)[][]}} Series */

/** Two or three worlds, unpacked. */
export class Run {
  /** @param {Worlds} sent */
  constructor(sent) {
    this.sent = sent;
    this.names = sent.names;
    this.weeks = sent.weeks;
    this.team = new Grid(sent.states.team, sent.fields.team, sent.names.length, sent.weeks, sent.teams.length, true);
    this.leader = new Grid(sent.states.leader, sent.fields.leader, sent.names.length, sent.weeks, sent.leaders.length, true);
    this.tie = new Grid(sent.states.tie, sent.fields.tie, sent.names.length, sent.weeks, sent.ties.length);
    /** @type {Map<string, import("./types.js").Field>} */
    this.ranges = new Map();
    /** @type {Series[]} */
    this.measures = sent.measures.map((one) => ({ ...one, rows: unpackMeasure(one, sent.names.length, sent.weeks) }));
  }

  /** @param {string} name @returns {Series|undefined} */
  measure(name) {
    return this.measures.find((one) => one.name === name);
  }

  /** @returns {Series[]} what can be drawn: a line that has a value in some world */
  drawn() {
    return this.measures.filter((one) => one.rows.some((row) => row.some((value) => value !== null)));
  }

  /** @returns {import("./types.js").Field[]} what teams can be coloured by */
  colours() {
    return this.sent.fields.team.filter((field) => field.name !== "power");
  }

  /** @returns {Series[]} of the people served; a lesson's own lines say the same of some of them */
  ofUsers() {
    return this.measures.filter((one) => one.users && !one.measure);
  }

  /** @param {string} name of a team's field @returns {import("./types.js").Field|undefined} with the range that this run uses */
  used(name) {
    const field = this.sent.fields.team.find((one) => one.name === name);
    if (field && !this.ranges.has(name)) this.ranges.set(name, usedRange(this.team, field, this.names.length));
    return this.ranges.get(name);
  }
}
