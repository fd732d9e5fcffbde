// The charts of the overview. Chart is chart.js' global, loaded before this module.
/* global Chart */
const KEEP = 300;
const MAX_REASONS = 6;
const SERIES = ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5", "--series-6"];

const COLUMNS = ["at", "active", "handshakes", "s2", "s3", "s4", "s5", "p50", "p90", "p99"];
const data = { reasons: {} };
const charts = [];

/** The colour that a custom property has in the theme of now. */
function colour(property) {
  const probe = document.createElement("span");
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Of the proxy, as everywhere else in the pages. */
let zone = "UTC";

function clock(millis) {
  return new Date(millis).toLocaleTimeString("en-GB", { timeZone: zone });
}

function line(label, column, property, more = {}) {
  return { label, column, property, borderWidth: 2, pointRadius: 0, pointHitRadius: 12, tension: 0.2, ...more };
}

const AREA = { fill: "stack", stack: "all", borderWidth: 1 };

const KINDS = {
  requests: {
    unit: "requests per second",
    stacked: true,
    lines: () => [
      line("2xx", "s2", "--series-2", AREA),
      line("1xx, 3xx", "s3", "--series-1", AREA),
      line("4xx", "s4", "--series-3", AREA),
      line("5xx", "s5", "--series-4", AREA),
    ],
  },
  latency: {
    unit: "milliseconds",
    lines: () => [
      line("median", "p50", "--series-1", { spanGaps: false }),
      line("90 %", "p90", "--series-5", { spanGaps: false, borderDash: [6, 3] }),
      line("99 %", "p99", "--series-4", { spanGaps: false, borderDash: [2, 2] }),
    ],
  },
  connections: { unit: "connections", lines: () => [line("open", "active", "--series-1", { fill: true })] },
  handshakes: { unit: "handshakes per second", lines: () => [line("handshakes", "handshakes", "--series-5", { fill: true })] },
  errors: {
    unit: "errors per second",
    stacked: true,
    lines: () => busiestReasons().map((code, index) => line(code, code, SERIES[index], { ...AREA, ofReasons: true })),
  },
};

function busiestReasons() {
  const sum = (code) => data.reasons[code].reduce((all, one) => all + one, 0);
  return Object.keys(data.reasons).sort((one, other) => sum(other) - sum(one) || (one < other ? -1 : 1)).slice(0, MAX_REASONS);
}

function washed(value) {
  return value.startsWith("rgb(") ? value.replace("rgb(", "rgba(").replace(")", ", 0.28)") : value;
}

function datasets(kind) {
  return kind.lines().map((series) => {
    const values = series.ofReasons ? data.reasons[series.column] : data[series.column];
    const stroke = colour(series.property);
    return {
      ...series,
      data: data.at.map((x, index) => ({ x, y: values[index] })),
      borderColor: stroke,
      backgroundColor: washed(stroke),
    };
  });
}

function options(kind) {
  const quiet = colour("--quiet");
  const grid = colour("--line");
  return {
    animation: false,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    interaction: { mode: "index", intersect: false },
    scales: {
      x: {
        type: "linear",
        bounds: "data",
        grid: { display: false },
        border: { color: grid },
        ticks: { color: quiet, maxTicksLimit: 4, maxRotation: 0, includeBounds: false, callback: (value) => clock(value).slice(0, 5) },
      },
      y: {
        stacked: kind.stacked === true,
        beginAtZero: true,
        suggestedMax: 1,
        grid: { color: grid },
        border: { display: false },
        ticks: { color: quiet, maxTicksLimit: 5 },
      },
    },
    plugins: {
      legend: {
        display: true,
        position: "bottom",
        align: "start",
        labels: { color: colour("--ink"), boxWidth: 10, boxHeight: 10, padding: 10 },
      },
      tooltip: {
        callbacks: {
          title: (items) => `${clock(items[0].parsed.x)} ${zone}`,
          label: (item) => ` ${item.dataset.label}: ${item.formattedValue} ${kind.unit}`,
        },
      },
    },
  };
}

function take(columns) {
  const known = data.at.length === 0 ? 0 : data.at[data.at.length - 1];
  let added = 0;
  columns.at.forEach((at, index) => {
    if (at <= known) {
      return;
    }
    for (const code of Object.keys(columns.reasons)) {
      data.reasons[code] ??= new Array(data.at.length).fill(0);
    }
    for (const [code, values] of Object.entries(data.reasons)) {
      values.push(columns.reasons[code]?.[index] ?? 0);
    }
    for (const column of COLUMNS) {
      data[column].push(columns[column][index]);
    }
    added++;
  });
  const surplus = data.at.length - KEEP;
  if (surplus > 0) {
    for (const values of [...COLUMNS.map((column) => data[column]), ...Object.values(data.reasons)]) {
      values.splice(0, surplus);
    }
  }
  return added > 0;
}

function update() {
  for (const { chart, kind, empty } of charts) {
    chart.data.datasets = datasets(kind);
    chart.options = options(kind);
    chart.update("none");
    if (empty) {
      empty.hidden = chart.data.datasets.length > 0;
    }
  }
}

/**
 * @param plots holds the canvases, and what was measured before the page was asked for
 */
export function draw(plots) {
  for (const column of COLUMNS) {
    data[column] = [];
  }
  zone = plots.dataset.zone;
  take(JSON.parse(plots.dataset.history));
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  for (const canvas of plots.querySelectorAll("canvas")) {
    const kind = KINDS[canvas.dataset.chart];
    canvas.closest("figure").hidden = false;
    const chart = new Chart(canvas, { type: "line", data: { datasets: [] }, options: options(kind) });
    charts.push({ chart, kind, empty: canvas.parentElement.querySelector("[data-empty]") });
  }
  update();
  document.addEventListener("themechange", update);
}

/** @param columns the newest measurements; what is known already is passed over */
export function append(columns) {
  if (columns && take(columns)) {
    update();
  }
}
