import type { ReactNode } from 'react'
import { closeOverlay } from '../../store/overlays.ts'
import { EDGE_WORDS } from '../../store/relations/reasons.ts'
import { type Language, useUi } from '../../store/ui.ts'
import { LifeSign } from '../../ui/kit/LifeSign.tsx'
import { Modal } from '../../ui/kit/Modal.tsx'
import { EDGE_LOOKS } from '../edges/looks.ts'
import { CHIP_SIGNS } from '../motion/Badges.tsx'
import { KindSign, StateSign } from '../nodes/Sprite.tsx'
import styles from './Legend.module.css'
import { type LegendText, legendText } from './legendText.ts'
import {
  BADGES,
  CARDS,
  CHIPS,
  COINS,
  COLOURS,
  KINDS,
  LAMPS,
  type LegendPart,
  type LegendRow,
  LINES,
  LIVES,
  RINGS,
  SIZES,
  STATES,
  WIRES,
} from './rows.ts'
import {
  BadgeSample,
  CardSample,
  CoinSample,
  LampSample,
  LineSample,
  RingSample,
  SizeSample,
  WireSample,
} from './samples.tsx'

interface PartProps {
  readonly part: LegendPart
  readonly text: LegendText
  readonly wide?: boolean
  readonly children: ReactNode
}

function Part({ part, text, wide = false, children }: PartProps) {
  const name = text(`part.${part}`)
  return (
    <section aria-label={name} className={wide ? styles.wide : undefined}>
      <h3 className={styles.group}>{name}</h3>
      <dl className={wide ? styles.many : styles.rows}>{children}</dl>
    </section>
  )
}

interface RowProps {
  readonly id: string
  readonly sample: ReactNode
  readonly children: ReactNode
}

function Row({ id, sample, children }: RowProps) {
  return (
    <div className={styles.row} data-row={id}>
      <dt className={styles.sign}>{sample}</dt>
      <dd>{children}</dd>
    </div>
  )
}

interface ListProps<K extends string> {
  readonly part: LegendPart
  readonly keys: readonly K[]
  readonly text: LegendText
  readonly sample: (key: K) => ReactNode
}

/** One part of which every row has a sentence of its own. */
function List<K extends string>({ part, keys, text, sample }: ListProps<K>) {
  return (
    <Part part={part} text={text}>
      {keys.map((key) => (
        <Row key={key} id={`${part}.${key}`} sample={sample(key)}>
          {text(`${part}.${key}` as LegendRow)}
        </Row>
      ))}
    </Part>
  )
}

function tone(name: string) {
  return { color: `var(--${name})` }
}

function Lines({ text, language }: { readonly text: LegendText; readonly language: Language }) {
  return (
    <Part part="line" text={text} wide>
      {LINES.map((name) => {
        const { title } = EDGE_WORDS[language][name]
        return (
          <Row key={name} id={`line.${name}`} sample={<LineSample name={name} />}>
            {title} <code>{EDGE_LOOKS[name].word}</code>
          </Row>
        )
      })}
      {WIRES.map((wire) => (
        <Row key={wire} id={`wire.${wire}`} sample={<WireSample loose={wire === 'loose'} />}>
          {text(`wire.${wire}`)}
        </Row>
      ))}
    </Part>
  )
}

interface Props {
  /** Names of kinds in the language of the page. */
  readonly kindName: (kind: string, language: Language) => string
}

/** Every colour, shape, line and sign of the stage, read from the tables that draw them. */
export function Legend({ kindName }: Props) {
  const language = useUi((state) => state.language)
  const text = legendText(language)
  return (
    <Modal title={text('title')} onClose={closeOverlay}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={styles.body} tabIndex={0}>
        <List
          part="state"
          keys={STATES}
          text={text}
          sample={(key) => (
            <span style={tone(key === 'done' ? 'ink2' : key)}>
              <StateSign tone={key} size={20} />
            </span>
          )}
        />
        <List part="coin" keys={COINS} text={text} sample={(key) => <CoinSample name={key} />} />
        <List part="lamp" keys={LAMPS} text={text} sample={(key) => <LampSample name={key} />} />
        <List part="ring" keys={RINGS} text={text} sample={(key) => <RingSample name={key} />} />
        <List part="badge" keys={BADGES} text={text} sample={(key) => <BadgeSample name={key} />} />
        <List part="life" keys={LIVES} text={text} sample={(key) => <LifeSign life={key} />} />
        <List part="size" keys={SIZES} text={text} sample={(key) => <SizeSample name={key} />} />
        <List part="card" keys={CARDS} text={text} sample={(key) => <CardSample name={key} />} />
        <List
          part="chip"
          keys={CHIPS}
          text={text}
          sample={(key) => (
            <b aria-hidden="true" style={tone(key === 'no' ? 'bad' : 'ok')}>
              {CHIP_SIGNS[key]}
            </b>
          )}
        />
        <List
          part="colour"
          keys={COLOURS}
          text={text}
          sample={(key) => <i className={styles.swatch} style={tone(key)} />}
        />
        <Lines text={text} language={language} />
        <Part part="kind" text={text} wide>
          {KINDS.map((kind) => (
            <Row key={kind} id={`kind.${kind}`} sample={<KindSign kind={kind} size={26} />}>
              {kindName(kind, language)}
            </Row>
          ))}
        </Part>
        <p className={styles.afar}>{text('afar')}</p>
      </div>
    </Modal>
  )
}
