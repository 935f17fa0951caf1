export { type Jinaq, type JinaqOptions, openJinaq } from './open-jinaq.js';
