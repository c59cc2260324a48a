/** The view of a lesson loads with the first lesson. */

export const loadLessonCamera = async () => (await import('./lesson-camera.tsx')).LessonCamera;
