// Reads the QR code of a business licence with the camera, where the browser knows how.

const CODE = /[0-9A-HJ-NP-RTUW-Y]{18}/;

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
        const code = found.rawValue.toUpperCase().match(CODE);
        if (code) return code[0];
      }
      await new Promise((resolve) => { setTimeout(resolve, 200); });
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
  }
}
