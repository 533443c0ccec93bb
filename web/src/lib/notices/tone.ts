/** What a critical anomaly sounds like, made by the browser: there is no file to load. */

/** Hertz, one after the other. */
const notes = [659.3, 880];
const noteSeconds = 0.22;
/** Loud enough to be heard beside a conversation, on a scale of 0 to 1. */
const loudness = 0.2;
/** It comes and goes within so long, not with a crack. */
const fadeSeconds = 0.03;

/** Two short notes. A browser stays silent until the page was clicked or a key pressed in it; nothing is made up for then. */
export function soundTone(): void {
  const audio = new AudioContext();
  const [oscillator, volume] = [audio.createOscillator(), audio.createGain()];
  const start = audio.currentTime;
  for (const [n, hertz] of notes.entries()) {
    const [from, to] = [start + n * noteSeconds, start + (n + 1) * noteSeconds];
    oscillator.frequency.setValueAtTime(hertz, from);
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(loudness, from + fadeSeconds);
    volume.gain.setValueAtTime(loudness, to - fadeSeconds);
    volume.gain.linearRampToValueAtTime(0, to);
  }
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + notes.length * noteSeconds);
  // By the clock: the end of a note that may not sound is told to nobody.
  setTimeout(() => void audio.close(), 2000);
}
