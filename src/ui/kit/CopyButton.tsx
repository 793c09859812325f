import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './Button.tsx'
import { useText } from './useText.ts'

/** Copies a text; says for two seconds that it did. */
export function CopyButton({ value, label }: { readonly value: string; readonly label?: string }) {
  const text = useText()
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 2000)
    return () => clearTimeout(timer)
  }, [done])
  const copy = () => {
    void copyText(value).then(setDone)
  }
  return (
    <IconButton label={done ? text('copy.done') : (label ?? text('copy.copy'))} onClick={copy}>
      {done ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
    </IconButton>
  )
}

/** True when the text reached the clipboard; a page without permission just says no. */
async function copyText(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value)
    return true
  } catch {
    return false
  }
}
