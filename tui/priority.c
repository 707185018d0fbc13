#include "priority.h"

#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

void
priority_lower(void)
{
	const id_t thread = (id_t)syscall(SYS_gettid);

	/* Where it fails everything goes on as it was. */
	if (getpriority(PRIO_PROCESS, thread) < PRIORITY_BACKGROUND)
		setpriority(PRIO_PROCESS, thread, PRIORITY_BACKGROUND);
}
#else
void
priority_lower(void)
{
}
#endif
