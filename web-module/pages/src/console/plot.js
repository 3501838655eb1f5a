// A plot over time, by uPlot, which is asked for only where one is shown. The words beside it say the same.

const HEIGHT = 190;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export class Plot {
  #series;
  #unit;
  #element = null;
  #data = null;
  #plot = null;
  #width = 0;
  #turn = 0;
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #onScheme = () => this.#build();
  #sizes = new ResizeObserver(() => this.#element?.clientWidth !== this.#width && this.#build());

  /** @param series [{label, tone, dash}], told apart by their dashes as well */
  constructor(series, unit = (value) => String(value)) {
    this.#series = series;
    this.#unit = unit;
    this.#scheme.addEventListener('change', this.#onScheme);
  }

  /** For lit's ref: the element to draw in; undefined once it is gone. */
  mount = (element) => {
    this.#sizes.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
    this.#element = element ?? null;
    if (element) {
      this.#sizes.observe(element);
    }
  };

  /** @param data [seconds, values, …], a list for each series; null in a gap */
  show(data) {
    this.#data = data;
    if (this.#plot) {
      this.#plot.setData(data);
    } else {
      this.#build();
    }
  }

  close() {
    this.#turn += 1;
    this.#scheme.removeEventListener('change', this.#onScheme);
    this.mount(undefined);
  }

  async #build() {
    const turn = ++this.#turn;
    if (!this.#element || !this.#data) {
      return;
    }
    const { default: UPlot } = await import('uplot');
    if (turn !== this.#turn || !this.#element) {
      return;
    }
    this.#plot?.destroy();
    this.#width = this.#element.clientWidth;
    const axis = { stroke: colour('quiet'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
    this.#plot = new UPlot(
      {
        width: this.#width,
        height: HEIGHT,
        scales: { y: { range: (_, least, most) => [0, Math.max(1, most * 1.1)] } },
        axes: [axis, { ...axis, size: 62, values: (_, values) => values.map((value) => (Number.isInteger(value) ? this.#unit(value) : '')) }],
        series: [{ label: 'Time' }, ...this.#series.map(({ label, tone, dash }) => ({ label, stroke: colour(tone), width: 2, dash, spanGaps: true, points: { show: !dash, size: 5 }, value: (_, value) => (value === null ? '–' : this.#unit(value)) }))],
      },
      this.#data,
      this.#element,
    );
  }
}
