// The part of a canvas that heat maps and images need: filled rectangles and
// pixels, as a PNG.

const { textWidth } = require("./text");

/**
 * What `getContext("2d")` gives; one a canvas.
 *
 * @param {any} canvas
 */
function context(canvas) {
  canvas.drawn ??= newContext(canvas);
  return canvas.drawn;
}

/** @param {any} canvas */
function newContext(canvas) {
  /** @type {import("pngjs").PNG | undefined} */
  let picture;
  const png = () => {
    const { PNG } = require("pngjs"); // which most figures can do without
    const { width, height } = canvas; // which may change until something is drawn
    if (picture && picture.width === width && picture.height === height) return picture;
    const blank = new PNG({ width, height });
    blank.data.fill(0);
    picture = blank;
    return blank;
  };
  canvas.toDataURL = () => {
    const { PNG } = require("pngjs");
    return `data:image/png;base64,${PNG.sync.write(png()).toString("base64")}`;
  };
  return {
    fillStyle: "",
    /** @param {number[]} place */
    fillRect(...place) {
      const { width, height, data } = png();
      const [x, y, w, h] = place.map(Math.round);
      const color = rgba(this.fillStyle);
      for (let row = Math.max(y, 0); row < Math.min(y + h, height); row++) {
        for (let column = Math.max(x, 0); column < Math.min(x + w, width); column++) {
          data.set(color, 4 * (row * width + column));
        }
      }
    },
    /** @param {number} width @param {number} height */
    createImageData: (width, height) => ({
      width,
      height,
      data: new Uint8ClampedArray(4 * width * height),
    }),
    /** @param {{ data: Uint8ClampedArray }} image as large as the canvas: Plotly puts no other */
    putImageData(image) {
      png().data.set(image.data);
    },
    getImageData: () => png(),
    /** @param {string} text */
    measureText: (text) => ({ width: textWidth(text, 12) }),
    clearRect() {},
    drawImage() {},
  };
}

/**
 * Red, green, blue and opacity, 0 to 255, of a colour as Plotly writes it.
 *
 * @param {string} color rgb(…), rgba(…), hsl(…) or hsla(…)
 */
function rgba(color) {
  const [a, b, c, opacity = 1] = (color.match(/-?[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const rgb = color.startsWith("hsl") ? fromHsl(a, b / 100, c / 100) : [a, b, c];
  return [...rgb, 255 * opacity].map(Math.round);
}

/**
 * Source: https://www.w3.org/TR/css-color-4/#hsl-to-rgb
 *
 * @param {number} hue in degrees
 * @param {number} saturation 0 to 1
 * @param {number} lightness 0 to 1
 */
function fromHsl(hue, saturation, lightness) {
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30) % 12;
    const chroma = saturation * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  });
}

module.exports = { context };
