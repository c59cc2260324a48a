/** Where the parts of the editor meet. */
export function App() {
  return (
    <header className="bar">
      <h1 className="bar-title">Gradwire</h1>
    </header>
  );
}
