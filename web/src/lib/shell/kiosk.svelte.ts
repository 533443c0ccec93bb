/** Whether the page hangs on a wall, with nobody to press anything: `?kiosk=1`. */
import { page } from '$app/state';

export const isKiosk = (): boolean => page.url.searchParams.get('kiosk') === '1';
