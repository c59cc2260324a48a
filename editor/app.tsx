/** Where the parts of the editor meet. */
import './app.css';
import { useEffect } from 'react';
import { Canvas } from './canvas/canvas.tsx';
import { startEngine } from './engine/engine.ts';

export function App() {
  useEffect(startEngine, []);
  return (
    <div className="app">
      <header className="app-bar bar">
        <h1 className="bar-title">Gradwire</h1>
      </header>
      <main className="app-canvas">
        <Canvas />
      </main>
    </div>
  );
}
