// Where it begins: finds out who is there, and draws the app.
import { render } from 'preact';
import { App } from './app.js';
import { resume } from './session.js';
import './style/base.css';
import './style/parts.css';
import './style/talk.css';

const root = document.getElementById('app');
if (root) render(<App />, root);
void resume();
if ('serviceWorker' in navigator) {
  addEventListener(
    'load',
    () => void navigator.serviceWorker.register('/app/service-worker.js').catch(() => undefined),
  );
}
