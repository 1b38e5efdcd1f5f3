// Static SVGs for figures, drawn by Plotly in a page of its own that is out of sight:
// the figures that lib shows get one, for readers of the notebook without JavaScript.
import type { Sent } from "../../kernel/browser/protocol";
import type { Json } from "../../kernel/run/messages";

interface Figure {
  data: unknown[];
  layout: { title?: { text?: string }; meta?: { alt?: string; width?: number } };
}

interface Frame {
  draw(figure: Figure): Promise<string>;
}

const PLOTLY = "application/vnd.plotly.v1+json";
const SVG = "image/svg+xml";

export class Figures {
  private frame: Promise<Frame> | undefined;

  /** @param base the address of the folder with figures.html */
  constructor(private readonly base: string) {}

  /** A message's content, with an SVG where it shows a figure that says how wide it is. */
  async withSvg({ type, content }: Sent): Promise<Json> {
    if (!/^(update_)?display_data$/.test(type)) return content;
    const data = content.data as Json;
    const figure = data[PLOTLY] as Figure | undefined;
    if (!figure?.layout?.meta?.width || data[SVG]) return content;
    try {
      this.frame ??= openFrame(`${this.base}figures.html`);
      const svg = await (await this.frame).draw(structuredClone(figure)); // Plotly writes into it
      const metadata = { ...(content.metadata as Json), [SVG]: { alt: figure.layout.meta.alt } };
      return { ...content, data: { ...data, [SVG]: svg }, metadata };
    } catch (error) {
      console.warn("the static picture of a figure is missing:", error);
      return content;
    }
  }
}

function openFrame(url: string): Promise<Frame> {
  const frame = document.createElement("iframe");
  frame.title = "figures";
  frame.ariaHidden = "true";
  frame.tabIndex = -1;
  // Not hidden: texts are measured in it.
  frame.style.cssText = "position:fixed;left:-9999px;width:1200px;height:900px;border:0";
  frame.src = url;
  document.body.append(frame);
  return new Promise((resolve, reject) => {
    frame.onload = () => resolve(frame.contentWindow as unknown as Frame);
    frame.onerror = () => reject(new Error(`${url} cannot be had`));
  });
}
