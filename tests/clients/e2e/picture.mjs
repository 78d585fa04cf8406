//! Reading the programme from the screen: the burnt-in counter from a canvas, the level of the sound.

/** The generated picture; the strip spans its whole width. */
export const picture = { width: 640, height: 360, fps: 30, block: 20 };

/** Sound louder than this is the tone (which is at 0.06 RMS); silence is below 0.001. */
export const AUDIBLE_RMS = 0.01;

/**
 * What the `index`-th video of the page shows at this moment:
 * `counter` (-1 while the strip cannot be read), the time of reading, and the level of the sound since the page began.
 * The video is found through open shadow roots.
 */
export function look(page, index = 0) {
  return page.evaluate(watch, { index, block: picture.block });
}

// Runs in the page.
function watch({ index, block }) {
  const videos = [];
  const search = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.localName === "video") videos.push(element);
      if (element.shadowRoot) search(element.shadowRoot);
    }
  };
  search(document);
  const video = videos[index];
  if (!video) return { videos: videos.length, counter: -1, rms: 0, at: Date.now() };

  const meter = (() => {
    const meters = (window.__meters ??= new Map());
    if (!meters.has(video)) {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 2048;
      const source = context.createMediaElementSource(video);
      source.connect(analyser);
      analyser.connect(context.destination);
      meters.set(video, { context, analyser, samples: new Float32Array(analyser.fftSize) });
    }
    return meters.get(video);
  })();
  if (meter.context.state === "suspended") meter.context.resume();
  meter.analyser.getFloatTimeDomainData(meter.samples);
  const rms = Math.sqrt(meter.samples.reduce((sum, sample) => sum + sample * sample, 0) / meter.samples.length);

  let counter = -1;
  if (video.videoWidth >= 32 * block && video.readyState >= 2) {
    const canvas = (window.__strip ??= new OffscreenCanvas(32 * block, block));
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(video, 0, 0, 32 * block, block, 0, 0, 32 * block, block);
    const middle = Math.floor(block / 2);
    const bits = Array.from({ length: 32 }, (_, place) => {
      const [red] = context.getImageData(place * block + middle, middle, 1, 1).data;
      return red > 126 ? 1 : 0;
    });
    const checks = bits.slice(24).every((bit, place) => bit !== bits[place]);
    if (checks) counter = bits.slice(0, 24).reduce((sum, bit, place) => sum + bit * 2 ** place, 0);
  }
  return {
    videos: videos.length,
    counter,
    rms,
    at: Date.now(),
    muted: video.muted || video.volume === 0,
    paused: video.paused,
    readyState: video.readyState,
    currentTime: video.currentTime,
    error: video.error?.message,
  };
}

/** Lets the sound through if the page started muted, as a viewer's tap would. */
export function unmute(page, index = 0) {
  return page.evaluate((wanted) => {
    const videos = [];
    const search = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.localName === "video") videos.push(element);
        if (element.shadowRoot) search(element.shadowRoot);
      }
    };
    search(document);
    if (videos[wanted]) {
      videos[wanted].muted = false;
      videos[wanted].volume = 1;
    }
  }, index);
}
