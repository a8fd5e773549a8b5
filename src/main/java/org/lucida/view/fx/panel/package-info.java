/** What is read and turned: camera, histogram, recording, luckiness, account, aids, sharpening. */
package org.lucida.view.fx.panel;
