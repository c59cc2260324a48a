/** The entry of the page: mounts what is seen and starts what goes on behind it. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, SaveGraph } from './app.tsx';
import '../theme/theme.css';
import { Boundary } from '../widgets/boundary.tsx';
import { startUp } from './startup.ts';

const container = document.getElementById('root');
if (!container) throw new Error('internal: index.html has no element #root');
createRoot(container).render(
  <StrictMode>
    <Boundary what="The page" actions={<SaveGraph />}>
      <App />
    </Boundary>
  </StrictMode>,
);
startUp();
