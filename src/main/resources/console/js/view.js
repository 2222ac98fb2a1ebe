import { LitElement } from 'lit';

/**
 * A component in the page's own tree: one set of style sheets, and labels, headings and ids that
 * reach from one component into another.
 *
 * First values of reactive properties are set in the constructor: a class field would hide them from lit.
 */
export class View extends LitElement {
  createRenderRoot() {
    return this;
  }
}
