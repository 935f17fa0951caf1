export { CATALOGUES, type Catalogues, createRenderer } from './renderer.js';
export { readTemplates } from './read-folder.js';
