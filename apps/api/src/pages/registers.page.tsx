import { ROOMS, type Room } from '#enforcement';
import { page } from './page.js';

/** 台账: the registers that have no place of their own in the menu, room by room. */
export const registersPage = page({
  path: 'registers',
  parameters: {},
  here: '/registers',
  show: async ({ sight }) => ({
    title: '台账',
    body: (
      <>
        <h1>
          台账
          <small>办案以外的各项制度、清单、监督和保障，每项一本</small>
        </h1>
        {Object.entries(ROOMS).map(([room, title]) => {
          const registers = sight.registers.filter((register) => register.room === (room as Room));
          return registers.length === 0 ? null : (
            <section key={room}>
              <h2>{title}</h2>
              <ul class="registers">
                {registers.map(({ path, title: name }) => (
                  <li key={path}>
                    <a href={`/${path}`}>{name}</a>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </>
    ),
  }),
});
