import { Fragment } from 'react'
import { actionsOf } from '../../store/objectActions.ts'
import { type BodyProps, Item, titleOf } from './Item.tsx'
import styles from './Popup.module.css'
import { Popup } from './Popup.tsx'

/** Everything that can be done with a thing. */
export function ActionMenu({ popup, object, text }: BodyProps) {
  const actions = actionsOf(object)
  return (
    <Popup at={popup.at} role="menu" label={text('menu.actions', { name: titleOf(object) })}>
      <div className={styles.head} role="presentation">
        {titleOf(object)}
      </div>
      {actions.map((action, at) => (
        <Fragment key={action.name}>
          {at > 0 && actions[at - 1]?.group !== action.group && <hr className={styles.line} />}
          <Item
            label={text(`menu.${action.name}`, action.values)}
            run={() => action.run(popup.at)}
            {...(action.danger ? { tone: 'danger' as const } : {})}
          />
        </Fragment>
      ))}
    </Popup>
  )
}
