/** Everything that would change so that a graph fits its data, with the reasons; and what no change of sizes mends. */
import './repair-list.css';
import type { RepairPlan } from '../../graph-core/fit/repair-plan.ts';
import { NoticeBox } from '../widgets/notice-box.tsx';

export function RepairList({ plan }: { readonly plan: RepairPlan }) {
  const { repairs, unmended } = plan;
  return (
    <section className="repair-list" aria-label="Repairs">
      {unmended.map(({ code, message, hint }) => (
        <NoticeBox key={`${code} ${message}`} danger text={message} hint={hint} />
      ))}
      {repairs.length === 0 && unmended.length === 0 && <p>The graph fits as it is.</p>}
      {repairs.length > 0 && (
        <ul>
          {repairs.map(({ change, because, loses }) => (
            <li key={change}>
              <strong>{change}</strong>
              <span className="quiet">because {because}</span>
              {loses > 0 && (
                <span className="repair-loss">
                  {loses === 1 ? 'Its own number is' : `Its ${loses} own numbers are`} lost and
                  drawn anew.
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What the button that does a plan says. */
export function repairWords({ repairs }: Pick<RepairPlan, 'repairs'>): string {
  if (repairs.length === 0) return 'Take the data';
  return repairs.length === 1 ? 'Repair it' : `Do all ${repairs.length} repairs`;
}
