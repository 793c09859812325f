/** Pairs of Korean particles: after a consonant, after a vowel. */
const PAIRS: Readonly<Record<string, readonly [string, string]>> = {
  '을(를)': ['을', '를'],
  '이(가)': ['이', '가'],
  '은(는)': ['은', '는'],
  '와(과)': ['과', '와'],
  '(으)로': ['으로', '로'],
}

const FORM = /([A-Za-z0-9]+|\S)(을\(를\)|이\(가\)|은\(는\)|와\(과\)|\(으\)로)/g

type Ending = 'open' | 'closed' | 'liquid'

/** Foreign words as Korean writes them: 셋, 웹, 북 close with the consonant after a vowel; 서버 and 디스크 do not. */
const WORD = /^(?=[a-z]*[aeiouy])[a-z]{3,}$/i
const CLOSED_WORD = /[aeiouy](?:[mnpbtk]|ng)$/i
const LIQUID_WORD = /[aeiouy]l{1,2}$/i
/** Everything else is read letter by letter: l m n r and 0 1 3 6 7 8 end in a consonant. */
const CLOSED_LETTER = /[mn036]$/i
const LIQUID_LETTER = /[lr178]$/i

function endingOf(word: string): Ending {
  const code = word.charCodeAt(word.length - 1) - 0xac00
  if (code >= 0 && code < 11_172) {
    const final = code % 28
    return final === 0 ? 'open' : final === 8 ? 'liquid' : 'closed'
  }
  const spoken = WORD.test(word)
  if ((spoken ? LIQUID_WORD : LIQUID_LETTER).test(word)) return 'liquid'
  return (spoken ? CLOSED_WORD : CLOSED_LETTER).test(word) ? 'closed' : 'open'
}

/** The text with every open pair settled by the sound before it. */
export function settled(text: string): string {
  return text.replace(FORM, (_, word: string, pair: string) => {
    const [closed, open] = PAIRS[pair] ?? ['', '']
    const ending = endingOf(word)
    const asOpen = ending === 'open' || (pair === '(으)로' && ending === 'liquid')
    return word + (asOpen ? open : closed)
  })
}
