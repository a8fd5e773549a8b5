/* The thread that watches the control file. */
#ifndef CONTROL_FILE_H
#define CONTROL_FILE_H

/* Reads the file now and whenever it changes; `changed` is called after each reading. */
void control_file_watch(const char *path, void (*changed)(void));

void control_file_stop(void);

int control_file_reads(void);

#endif
