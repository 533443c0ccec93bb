/** Types of SvelteKit's own objects; Tidewatch adds none. */
declare global {
  namespace App {}
}

export {};
