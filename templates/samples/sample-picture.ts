/** Replaces every picture in previews and screenshots: a field at dusk, in the format of a press photo. */
export const samplePictureSvg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="750" viewBox="0 0 1200 750">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#23395d"/><stop offset=".62" stop-color="#d98e5f"/><stop offset="1" stop-color="#f2c894"/></linearGradient></defs>
<rect width="1200" height="750" fill="url(#sky)"/><circle cx="860" cy="440" r="70" fill="#ffe2ad"/>
<path d="M0 470 L260 380 L520 460 L820 350 L1200 470 V750 H0 Z" fill="#31445c"/>
<path d="M0 560 C300 500 700 600 1200 520 V750 H0 Z" fill="#1f3327"/><path d="M0 650 C400 600 800 690 1200 630 V750 H0 Z" fill="#14241b"/></svg>`;
