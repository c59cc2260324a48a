/** Where the parts of the editor meet. */
import './app.css';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Canvas } from './canvas/canvas.tsx';
import { startEngine } from './engine/engine.ts';
import { Inspector } from './panels/inspector/inspector.tsx';
import { StepPanel } from './panels/step/step-panel.tsx';
import { Timeline } from './panels/step/timeline.tsx';
import { TrainingBar } from './panels/training/training-bar.tsx';
import { TrainingPanel } from './panels/training/training-panel.tsx';
import { viewStore } from './state/view-store.ts';

export function App() {
  useEffect(startEngine, []);
  const mode = useStore(viewStore, (view) => view.mode);
  return (
    <div className="app">
      <header className="app-bar bar">
        <h1 className="bar-title">Gradwire</h1>
      </header>
      <main className="app-canvas">
        <Canvas />
      </main>
      <div className="app-right">
        {mode === 'build' && <Inspector />}
        {mode === 'step' && <StepPanel />}
        {mode === 'train' && <TrainingPanel />}
      </div>
      <div className="app-bottom">
        {mode === 'step' && <Timeline />}
        {mode === 'train' && <TrainingBar />}
      </div>
    </div>
  );
}
