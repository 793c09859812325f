/** The two measures in which machines and requests are compared; see machinery/quantity. */
export { milliValue, value as wholeValue } from '../machinery/quantity.ts'
