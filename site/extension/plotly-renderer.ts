// Shows figures by the Plotly that also draws their static pictures. It is loaded with
// the first figure; JupyterLab's own renderer would bring a second copy of it.
import { Widget } from "@lumino/widgets";

interface Plotly {
  react(node: HTMLElement, data: unknown, layout: object, config: object): Promise<unknown>;
  purge(node: HTMLElement): void;
  Plots: { resize(node: HTMLElement): void };
}

interface Model {
  readonly data: Record<string, unknown>;
}

interface Figure {
  data: unknown;
  layout?: object;
  config?: object;
}

const MIME = "application/vnd.plotly.v1+json";
let loaded: Promise<Plotly> | undefined;

class RenderedFigure extends Widget {
  private drawn: Plotly | undefined;
  private readonly watcher = new ResizeObserver(() => {
    if (this.drawn && this.node.isConnected) this.drawn.Plots.resize(this.node);
  });

  constructor(private readonly base: string) {
    super();
    this.addClass("jp-RenderedPlotly");
    this.watcher.observe(this.node);
  }

  async renderModel(model: Model): Promise<void> {
    loaded ??= loadPlotly(this.base);
    const plotly = await loaded;
    const { data, layout, config } = model.data[MIME] as Figure;
    // Plotly writes into what it is given, which is the notebook's own.
    const copy = structuredClone({ data, layout: layout ?? {} });
    await plotly.react(this.node, copy.data, copy.layout, { responsive: false, ...config });
    this.drawn = plotly;
  }

  override dispose(): void {
    this.watcher.disconnect();
    this.drawn?.purge(this.node);
    super.dispose();
  }
}

/** What JupyterLab makes renderers by. */
export function plotlyFactory(base: string): object {
  return { safe: true, mimeTypes: [MIME], createRenderer: () => new RenderedFigure(base) };
}

function loadPlotly(base: string): Promise<Plotly> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${base}plotly.js`;
    script.onload = () => resolve((window as unknown as { Plotly: Plotly }).Plotly);
    script.onerror = () => reject(new Error(`${script.src} cannot be had`));
    document.head.append(script);
  });
}
