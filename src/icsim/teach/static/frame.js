/** Shows the page in a notebook, in a frame of its own, and carries its questions to the kernel and the answers back: an anywidget.
 * The frame keeps the page's style and the notebook's apart. This file imports nothing, for a notebook takes it as text. */

/** @typedef {{get: (name: string) => any, send: (message: any) => void, on: (name: string, act: (message: any) => void) => void,
 *   off: (name: string, act: (message: any) => void) => void}} Model */

/** @param {{model: Model, el: HTMLElement}} given @returns {() => void} what to do when the cell goes */
function render({ model, el }) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts allow-downloads");
  frame.title = model.get("title");
  Object.assign(frame.style, { width: "100%", height: `${model.get("height")}px`, border: "0" });
  /** @type {MessagePort|null} */
  let port = null;
  frame.addEventListener("load", () => {
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }) => model.send(data);
    frame.contentWindow?.postMessage("", "*", [channel.port2]);
  });
  const answered = (/** @type {any} */ message) => port?.postMessage(message);
  model.on("msg:custom", answered);
  frame.srcdoc = model.get("page");
  el.append(frame);
  return () => model.off("msg:custom", answered);
}

export default { render };
