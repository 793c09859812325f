/**
 * Loaded after the first paint: the list of Hangul ranges is as large as the rest of the styles, and the browser
 * then fetches only the ranges that the page really shows.
 */
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
