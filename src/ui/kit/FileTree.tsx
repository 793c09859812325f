import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { FileNode } from '../../sim/index.ts'
import type { Language } from '../../store/ui.ts'
import { bytesText } from './bytes.ts'
import styles from './FileTree.module.css'
import { FILE_WORDS } from './fileWords.ts'
import { fill } from './holes.ts'

/** Rows of one folder, and characters of one file, that are shown. */
const MOST_ROWS = 200
const MOST_TEXT = 8000

interface Props {
  readonly files: readonly FileNode[]
  readonly language: Language
}

function Content({ file, language }: { readonly file: FileNode; readonly language: Language }) {
  const { text, bytes } = file
  const words = FILE_WORDS[language]
  if (text === '' && bytes > 0)
    return <p className={styles.note}>{fill(words.hollow, { size: bytesText(bytes) })}</p>
  const rest = text.length - MOST_TEXT
  return (
    <pre className={styles.text}>
      {text.slice(0, MOST_TEXT)}
      {rest > 0 && fill(words.cut, { count: rest })}
    </pre>
  )
}

function Row({ file, language }: { readonly file: FileNode; readonly language: Language }) {
  const folder = file.type === 'folder'
  const [open, setOpen] = useState(false)
  const words = FILE_WORDS[language]
  const size = bytesText(file.bytes)
  const target = file.type === 'link' ? ` → ${file.text}` : ''
  const shown = `${file.name}${folder ? '/' : target}`
  // What is seen stands in it as it is: people who speak to their computer say what they see.
  const label = folder
    ? fill(words.folder, { name: shown, size, count: file.files.length })
    : fill(words.file, { name: shown, size })
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        aria-expanded={open}
        aria-label={label}
        onClick={() => setOpen(!open)}
      >
        {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        <span className={styles.name}>{shown}</span> <span className={styles.size}>{size}</span>
      </button>
      {open && folder && <FileTree files={file.files} language={language} />}
      {open && !folder && <Content file={file} language={language} />}
    </li>
  )
}

/** Files and folders, smallest first by name; each opens in its place, and what is in a file is only ever text. */
export function FileTree({ files, language }: Props) {
  const words = FILE_WORDS[language]
  if (files.length === 0) return <p className={styles.note}>{words.empty}</p>
  return (
    <ul className={styles.tree}>
      {files.slice(0, MOST_ROWS).map((file) => (
        <Row key={file.name} file={file} language={language} />
      ))}
      {files.length > MOST_ROWS && (
        <li className={styles.note}>{fill(words.more, { count: files.length - MOST_ROWS })}</li>
      )}
    </ul>
  )
}
