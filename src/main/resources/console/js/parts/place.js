import { noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';

/** Puts an element at a place in its container, in pixels; a style attribute would need a laxer policy. */
class Place extends Directive {
  render() {
    return noChange;
  }

  update({ element }, [left, top]) {
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
    return noChange;
  }
}

export const place = directive(Place);
