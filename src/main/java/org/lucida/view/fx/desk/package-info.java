/** What all parts of the window share: the observation, its readings, words, look, keys, notices, what is remembered. */
package org.lucida.view.fx.desk;
