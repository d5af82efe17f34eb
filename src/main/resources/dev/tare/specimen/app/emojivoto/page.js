'use strict';

// The page of the emoji vote: a grid of buttons at /, the leaderboard at /leaderboard.
// Whatever the services say is put in as text, never as markup.

const REFRESH_MS = 3000;
const element = id => document.getElementById(id);

function say(text, bad) {
  element('said').textContent = text;
  element('said').classList.toggle('bad', bad);
}

/** The answer's JSON, or null where there is none; throws what the service says of a failure. */
async function ask(path) {
  const answer = await fetch(path, {cache: 'no-store'});
  const text = await answer.text();
  let json = null;
  try {
    json = text === '' ? null : JSON.parse(text);
  } catch {
    throw new Error(`${answer.status}: no JSON`);
  }
  if (!answer.ok) {
    throw new Error(json && json.error ? json.error : `status ${answer.status}`);
  }
  return json;
}

function named(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

async function vote(button, emoji) {
  button.disabled = true;
  try {
    await ask('/api/vote?choice=' + encodeURIComponent(emoji.shortcode));
    document.querySelectorAll('.chosen').forEach(other => other.classList.remove('chosen'));
    button.classList.add('chosen');
    say(`${emoji.unicode} has your vote.`, false);
  } catch (failure) {
    say(`${emoji.unicode} has not got your vote: ${failure.message}`, true);
  } finally {
    button.disabled = false;
  }
}

async function showChoices() {
  const buttons = (await ask('/api/list')).map(emoji => {
    const button = named('button', '', emoji.unicode);
    const name = emoji.shortcode.replaceAll(':', '').replaceAll('_', ' ');
    button.type = 'button';
    button.title = name;
    button.setAttribute('aria-label', 'vote for ' + name);
    button.addEventListener('click', () => vote(button, emoji));
    return button;
  });
  element('choices').replaceChildren(...buttons);
}

function row(emoji, place, most) {
  const line = document.createElement('li');
  const bar = named('meter', '', '');
  bar.max = most;
  bar.value = Number(emoji.votes);
  line.append(
      named('span', 'place', place),
      named('span', 'sign', emoji.unicode),
      named('span', 'name', emoji.shortcode),
      bar,
      named('span', 'count', emoji.votes));
  return line;
}

async function showBoard() {
  try {
    const board = await ask('/api/leaderboard');
    const most = board.length > 0 ? Number(board[0].votes) : 1;
    element('rows').replaceChildren(...board.map((emoji, i) => row(emoji, i + 1, most)));
    element('total').textContent = board.reduce((sum, emoji) => sum + Number(emoji.votes), 0);
    element('nothing').hidden = board.length > 0;
    say('', false);
  } catch (failure) {
    say('No leaderboard: ' + failure.message, true);
  }
}

async function keepBoard() {
  if (!document.hidden) {
    await showBoard();
  }
  setTimeout(keepBoard, REFRESH_MS);
}

if (location.pathname === '/leaderboard') {
  element('board').hidden = false;
  element('to-board').setAttribute('aria-current', 'page');
  keepBoard();
} else {
  element('vote').hidden = false;
  element('to-vote').setAttribute('aria-current', 'page');
  showChoices().catch(failure => say('No emoji to vote for: ' + failure.message, true));
}
