/** System V and POSIX message queues, semaphores and shared memory. Columns: see SyscallTable. */
export const ipcTable = `
shmget|29|194|395|ipc|2.0|shmget|key_t key, size_t size, int shmflg|Finds or makes a System V shared memory segment.
shmat|30|196|397|ipc memory|2.0|shmat|int shmid, char *shmaddr, int shmflg|Maps a System V shared memory segment.
shmdt|67|197|398|ipc memory|2.0|shmdt|char *shmaddr|Unmaps a System V shared memory segment.
shmctl|31|195|396|ipc|2.0|shmctl|int shmid, int cmd, struct shmid_ds *buf|Reads, changes or removes a System V shared memory segment.
semget|64|190|393|ipc|2.0|semget|key_t key, int nsems, int semflg|Finds or makes a set of System V semaphores.
semop|65|193|-|ipc|2.0|semop|int semid, struct sembuf *tsops, unsigned nsops|Adds to or waits for System V semaphores.
semtimedop|220|192|-|ipc|2.6|semtimedop|int semid, struct sembuf *tsops, unsigned int nsops, const struct __kernel_timespec *timeout|Adds to or waits for System V semaphores, for at most a given time.
semctl|66|191|394|ipc|2.0|semctl|int semid, int semnum, int cmd, unsigned long arg|Reads, sets or removes System V semaphores.
msgget|68|186|399|ipc|2.0|msgget|key_t key, int msgflg|Finds or makes a System V message queue.
msgsnd|69|189|400|ipc|2.0|msgsnd|int msqid, struct msgbuf *msgp, size_t msgsz, int msgflg|Puts a message into a System V queue.
msgrcv|70|188|401|ipc|2.0|msgrcv|int msqid, struct msgbuf *msgp, size_t msgsz, long msgtyp, int msgflg|Takes a message out of a System V queue.
msgctl|71|187|402|ipc|2.0|msgctl|int msqid, int cmd, struct msqid_ds *buf|Reads, changes or removes a System V message queue.
mq_open|240|180|277|desc|2.6.6|mq_open|const char *u_name, int oflag, umode_t mode, struct mq_attr *u_attr|Opens or makes a POSIX message queue.
mq_unlink|241|181|278|-|2.6.6|mq_unlink|const char *u_name|Removes the name of a POSIX message queue.
mq_timedsend|242|182|279|desc|2.6.6|mq_timedsend|mqd_t mqdes, const char *u_msg_ptr, size_t msg_len, unsigned int msg_prio, const struct __kernel_timespec *u_abs_timeout|Puts a message into a POSIX queue, waiting for at most a given time.
mq_timedreceive|243|183|280|desc|2.6.6|mq_timedreceive|mqd_t mqdes, char *u_msg_ptr, size_t msg_len, unsigned int *u_msg_prio, const struct __kernel_timespec *u_abs_timeout|Takes the oldest message of highest priority out of a POSIX queue.
mq_notify|244|184|281|desc|2.6.6|mq_notify|mqd_t mqdes, const struct sigevent *u_notification|Asks to be told when a message reaches an empty POSIX queue.
mq_getsetattr|245|185|282|desc|2.6.6|mq_getsetattr|mqd_t mqdes, const struct mq_attr *u_mqstat, struct mq_attr *u_omqstat|Reads and sets the attributes of a POSIX message queue.
`;
