/** The entry of the page: mounts the application and nothing else. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, Download } from './app.tsx';
import '../theme/theme.css';
import { Boundary } from '../widgets/boundary.tsx';

const container = document.getElementById('root');
if (!container) throw new Error('internal: index.html has no element #root');
createRoot(container).render(
  <StrictMode>
    <Boundary what="The page" actions={<Download />}>
      <App />
    </Boundary>
  </StrictMode>,
);
