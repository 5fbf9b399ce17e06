/** Where a page finds its own path and query: server components are not told. Set anew for each request. */
export const PAGE_PATH_HEADER = 'x-todo-page-path';
