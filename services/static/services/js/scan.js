// Reads the QR code of a business licence with the camera, where the browser knows how.

// A word of eighteen that ends in its check digit: a licence's address carries longer tokens, too.
const CODE = /^[0-9A-HJ-NP-RTUW-Y]{18}$/;
const LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const sum = (code) => [...code.slice(0, 17)].reduce((found, letter, place) => found + LETTERS.indexOf(letter) * (3 ** place % 31), 0);
const checked = (code) => CODE.test(code) && LETTERS[(31 - sum(code) % 31) % 31] === code[17];

export const code_in = (read) => read.toUpperCase().split(/[^0-9A-Z]+/).find(checked) || null;

export const possible = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices);

// The credit code on the licence; null when the person turns away or there is no camera.
export async function read(video, stop) {
  const detector = new window.BarcodeDetector({formats: ["qr_code"]});
  const stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: "environment"}});
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  try {
    while (!stop.aborted) {
      for (const found of await detector.detect(video)) {
        const code = code_in(found.rawValue);
        if (code) return code;
      }
      await new Promise((resolve) => { setTimeout(resolve, 200); });
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
  }
}
